import type { DemoDepartment } from '../types.ts'

const tops: [key: string, name: string, latinName: string, leader: string][] = [
  ['exec', '总裁办', 'Executive office', 'chengyuanshan'],
  ['rd', '产品研发中心', 'Product and R&D', 'suhe'],
  ['retail', '渠道与门店', 'Retail', 'xuzhiyuan'],
  ['supply', '供应链中心', 'Supply chain', 'zhanghuai'],
  ['service', '客户服务中心', 'Customer service', 'wenrong'],
  ['corp', '职能中心', 'Corporate functions', 'dourui'],
  ['overseas', '海外业务', 'Overseas', 'maya'],
  ['partners', '外部伙伴', 'Partners', ''],
]

const inner: [key: string, parent: string, name: string, latinName: string, leader: string][] = [
  ['product', 'rd', '产品部', 'Product', 'chenyu'],
  ['platform', 'rd', '平台研发部', 'Platform engineering', 'zhouye'],
  ['backend', 'platform', '后端组', 'Back end', 'luoheng'],
  ['clients', 'platform', '客户端组', 'Clients', 'jixiaofeng'],
  ['infra', 'platform', '基础设施组', 'Infrastructure', 'yandong'],
  ['data', 'platform', '数据组', 'Data', 'qinsu'],
  ['quality', 'platform', '质量组', 'Quality', 'maoyan'],
  ['hardware', 'rd', '硬件工程部', 'Hardware', 'leiming'],
  ['firmware', 'hardware', '固件组', 'Firmware', 'dingyue'],
  ['structure', 'hardware', '结构与风道组', 'Structure and airflow', 'hanchuan'],
  ['electronics', 'hardware', '电子组', 'Electronics', 'jinhao'],
  ['lab', 'hardware', '可靠性实验室', 'Reliability lab', 'fuqing'],
  ['brand', 'rd', '品牌设计部', 'Brand design', 'linwan'],
  ['visual', 'brand', '视觉设计组', 'Visual design', 'yejing'],
  ['uxd', 'brand', '体验设计组', 'Experience design', 'tongxin'],
  ['east', 'retail', '华东大区', 'East China', 'cuijie'],
  ['south', 'retail', '华南大区', 'South China', 'liaojian'],
  ['ecommerce', 'retail', '电商部', 'E-commerce', 'duyue'],
  ['storeops', 'retail', '门店运营部', 'Store operations', 'hongyan'],
  ['sourcing', 'supply', '采购部', 'Sourcing', 'fengli'],
  ['planning', 'supply', '计划部', 'Planning', 'jiangbo'],
  ['logistics', 'supply', '物流部', 'Logistics', 'niuben'],
  ['iqc', 'supply', '来料质量部', 'Incoming quality', 'kuangming'],
  ['hotline', 'service', '热线组', 'Hotline', 'xiaqing'],
  ['aftersales', 'service', '售后维修组', 'Repairs', 'guojian'],
  ['community', 'service', '用户运营组', 'Community', 'qulin'],
  ['hr', 'corp', '人力资源部', 'Human resources', 'yanxi'],
  ['finance', 'corp', '财务部', 'Finance', 'qianduo'],
  ['legal', 'corp', '法务部', 'Legal', 'fangyan'],
  ['it', 'corp', '信息技术部', 'IT', 'xunyi'],
  ['adm', 'corp', '行政部', 'Administration', 'hualei'],
  ['emea', 'overseas', 'EMEA', 'EMEA', 'maya'],
  ['japan', 'overseas', '日本', 'Japan', 'aiko'],
  ['hengli', 'partners', '恒立电子', 'Hengli Electronics', ''],
  ['yunqi', 'partners', '云栖百货', 'Yunqi Stores', ''],
]

/** The organisation: three levels, in the order the directory shows. */
export const departments: DemoDepartment[] = [
  ...tops.map(([key, name, latinName, leader]) => ({ key, parent: null, name, latinName, leader })),
  ...inner.map(([key, parent, name, latinName, leader]) => ({ key, parent, name, latinName, leader })),
].map(({ leader, ...department }, order) => ({ ...department, order, leaders: leader ? [leader] : [] }))
