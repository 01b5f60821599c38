import { keys } from '../transcript.ts'
import type { DemoPerson } from '../types.ts'

/** The demo user. */
export const account = 'chenyu'
export const domain = 'qingyu.example'

type Row = [key: string, name: string, latinName: string, departments: string, title: string, place?: string]

const rows: Row[] = [
  ['chengyuanshan', '程远山', 'Yuanshan Cheng', 'exec', '创始人、首席执行官'],
  ['tangjing', '唐静', 'Jing Tang', 'exec', '首席运营官'],
  ['lubo', '陆博', 'Bo Lu', 'exec', '战略分析'],
  ['jiangwanqing', '蒋晚晴', 'Wanqing Jiang', 'exec', '总裁助理'],
  ['suhe', '苏禾', 'He Su', 'rd brand', '产品研发中心负责人'],

  ['chenyu', '陈屿', 'Yu Chen', 'product', '产品部负责人'],
  ['xiaran', '夏然', 'Ran Xia', 'product', 'App 产品经理'],
  ['gaoyichen', '高弋辰', 'Yichen Gao', 'product', '硬件产品经理'],
  ['maxiaotong', '马晓彤', 'Xiaotong Ma', 'product', '用户研究员'],
  ['zhoujiayi', '周嘉仪', 'Jiayi Zhou', 'product', '数据产品经理'],
  ['tianmu', '田牧', 'Mu Tian', 'product', '产品运营'],
  ['linpeiran', '林沛然', 'Peiran Lin', 'product', '国际化产品经理'],
  ['fangzhixia', '方知夏', 'Zhixia Fang', 'product', '产品经理（新入职）'],

  ['zhouye', '周野', 'Ye Zhou', 'platform', '平台研发部负责人'],
  ['heqing', '何清', 'Qing He', 'platform', '值班经理'],
  ['shenyizhou', '沈亦舟', 'Yizhou Shen', 'platform', '架构师'],
  ['guminglang', '顾明朗', 'Minglang Gu', 'platform', '技术项目经理'],
  ['priya', 'Priya Nair', '', 'platform', 'Platform security', '新加坡'],
  ['ouyang', '欧阳若水', 'Ruoshui Ouyang', 'platform', '技术文档'],
  ['zhengyi', '郑一', 'Yi Zheng', 'platform', '研发效能'],
  ['luoheng', '罗恒', 'Heng Luo', 'backend', '后端组组长'],
  ['tanyuan', '谭远', 'Yuan Tan', 'backend', '支付后端工程师'],
  ['baijing', '白璟', 'Jing Bai', 'backend', '订单后端工程师'],
  ['suntianyu', '孙天宇', 'Tianyu Sun', 'backend', '设备接入工程师'],
  ['qiaoan', '乔安', 'An Qiao', 'backend', '后端工程师'],
  ['jixiaofeng', '季晓枫', 'Xiaofeng Ji', 'clients', '客户端组组长'],
  ['wuke', '吴可', 'Ke Wu', 'clients', 'iOS 工程师'],
  ['zengyi', '曾艺', 'Yi Zeng', 'clients', 'Android 工程师'],
  ['panwei', '潘薇', 'Wei Pan', 'clients', '小程序工程师'],
  ['hefan', '何凡', 'Fan He', 'clients', 'Web 工程师'],
  ['yandong', '严冬', 'Dong Yan', 'infra', '基础设施组组长'],
  ['liqiuyue', '李秋月', 'Qiuyue Li', 'infra', '数据库工程师'],
  ['mengfei', '孟飞', 'Fei Meng', 'infra', '网络工程师'],
  ['caoyang', '曹洋', 'Yang Cao', 'infra', '构建与发布工程师'],
  ['qinsu', '秦肃', 'Su Qin', 'data', '数据组组长'],
  ['ruanmin', '阮敏', 'Min Ruan', 'data', '数据分析师'],
  ['huangzhen', '黄臻', 'Zhen Huang', 'data', '数据工程师'],
  ['yuxinyu', '俞昕雨', 'Xinyu Yu', 'data', '算法工程师'],
  ['maoyan', '毛妍', 'Yan Mao', 'quality', '质量组组长'],
  ['feiran', '费然', 'Ran Fei', 'quality', '自动化测试工程师'],
  ['shixiaolei', '石小磊', 'Xiaolei Shi', 'quality', '测试工程师'],
  ['lanting', '兰亭', 'Ting Lan', 'quality', '性能测试工程师'],

  ['leiming', '雷鸣', 'Ming Lei', 'hardware', '硬件工程部负责人', '苏州'],
  ['qiuzhi', '邱植', 'Zhi Qiu', 'hardware', '硬件项目经理', '苏州'],
  ['dingyue', '丁越', 'Yue Ding', 'firmware', '固件组组长', '苏州'],
  ['panshi', '潘石', 'Shi Pan', 'firmware', '固件工程师', '苏州'],
  ['xuxiaobei', '徐小北', 'Xiaobei Xu', 'firmware', '固件工程师', '苏州'],
  ['hanchuan', '韩川', 'Chuan Han', 'structure', '结构与风道组组长', '苏州'],
  ['yuanyuan', '袁原', 'Yuan Yuan', 'structure', '结构工程师', '苏州'],
  ['songyi', '宋漪', 'Yi Song', 'structure', '声学工程师', '苏州'],
  ['jinhao', '金浩', 'Hao Jin', 'electronics', '电子组组长', '苏州'],
  ['weiqi', '魏琪', 'Qi Wei', 'electronics', '硬件工程师', '苏州'],
  ['fuqing', '傅青', 'Qing Fu', 'lab', '可靠性实验室主任', '苏州'],
  ['nielei', '聂蕾', 'Lei Nie', 'lab', '可靠性工程师', '苏州'],
  ['shaojun', '邵钧', 'Jun Shao', 'lab', '认证工程师', '苏州'],

  ['linwan', '林晚', 'Wan Lin', 'brand', '品牌设计部负责人'],
  ['yejing', '叶景', 'Jing Ye', 'visual', '视觉设计组组长'],
  ['zhuxi', '朱夕', 'Xi Zhu', 'visual', '视觉设计师'],
  ['moran', '莫然', 'Ran Mo', 'visual', '三维与动效设计师'],
  ['tongxin', '童心', 'Xin Tong', 'uxd', '体验设计组组长'],
  ['liangyu', '梁语', 'Yu Liang', 'uxd', '交互设计师'],
  ['kongqing', '孔晴', 'Qing Kong', 'uxd', '设计系统设计师'],

  ['xuzhiyuan', '许知远', 'Zhiyuan Xu', 'retail', '渠道与门店负责人'],
  ['cuijie', '崔洁', 'Jie Cui', 'east', '华东大区经理'],
  ['gejun', '葛君', 'Jun Ge', 'east', '渠道经理', '苏州'],
  ['yaoyao', '姚瑶', 'Yao Yao', 'east', '渠道经理', '杭州'],
  ['liaojian', '廖健', 'Jian Liao', 'south', '华南大区经理', '深圳'],
  ['hexiaoman', '何晓曼', 'Xiaoman He', 'south', '渠道经理', '广州'],
  ['duyue', '杜月', 'Yue Du', 'ecommerce', '电商部经理'],
  ['jiayi', '贾一', 'Yi Jia', 'ecommerce', '平台运营'],
  ['xiongke', '熊可', 'Ke Xiong', 'ecommerce', '直播运营'],
  ['miaomiao', '苗淼', 'Miao Miao', 'ecommerce', '投放优化师'],
  ['hongyan', '洪燕', 'Yan Hong', 'storeops', '门店运营经理'],
  ['luxiao', '卢晓', 'Xiao Lu', 'storeops', '杭州湖滨店店长', '杭州'],
  ['taoran', '陶然', 'Ran Tao', 'storeops', '陈列督导'],

  ['zhanghuai', '章淮', 'Huai Zhang', 'supply', '供应链中心负责人'],
  ['fengli', '冯黎', 'Li Feng', 'sourcing', '采购经理'],
  ['tengfei', '滕飞', 'Fei Teng', 'sourcing', '电子料采购'],
  ['shangguan', '上官云', 'Yun Shangguan', 'sourcing', '结构件采购'],
  ['jiangbo', '江波', 'Bo Jiang', 'planning', '计划经理'],
  ['liuyan', '柳颜', 'Yan Liu', 'planning', '生产计划员', '昆山'],
  ['niuben', '牛犇', 'Ben Niu', 'logistics', '物流经理'],
  ['qiping', '齐平', 'Ping Qi', 'logistics', '干线调度'],
  ['yuelin', '岳林', 'Lin Yue', 'logistics', '嘉定仓主管', '嘉定'],
  ['kuangming', '邝明', 'Ming Kuang', 'iqc', '来料质量经理', '昆山'],
  ['louxin', '娄欣', 'Xin Lou', 'iqc', '来料检验工程师', '昆山'],

  ['wenrong', '温蓉', 'Rong Wen', 'service', '客户服务中心负责人', '合肥'],
  ['xiaqing', '夏青', 'Qing Xia', 'hotline', '热线组组长', '合肥'],
  ['linxiaoyu', '林小雨', 'Xiaoyu Lin', 'hotline', '资深客服', '合肥'],
  ['pangbo', '庞博', 'Bo Pang', 'hotline', '客服质检', '合肥'],
  ['guojian', '郭健', 'Jian Guo', 'aftersales', '售后维修主管', '合肥'],
  ['shiwei', '史伟', 'Wei Shi', 'aftersales', '上门工程师', '苏州'],
  ['qulin', '曲霖', 'Lin Qu', 'community', '用户运营经理'],
  ['jichun', '纪纯', 'Chun Ji', 'community', '社区运营'],

  ['dourui', '窦睿', 'Rui Dou', 'corp', '首席财务官'],
  ['yanxi', '颜汐', 'Xi Yan', 'hr', '人力资源总监'],
  ['raojing', '饶静', 'Jing Rao', 'hr', '招聘经理'],
  ['mupeng', '穆鹏', 'Peng Mu', 'hr', '研发人力伙伴'],
  ['ningke', '宁可', 'Ke Ning', 'hr', '培训与新人'],
  ['qianduo', '钱朵', 'Duo Qian', 'finance', '财务经理'],
  ['baoxin', '包欣', 'Xin Bao', 'finance', '预算分析'],
  ['jinyan', '靳言', 'Yan Jin', 'finance', '应付与报销'],
  ['fangyan', '方言', 'Yan Fang', 'legal', '法务总监'],
  ['gongqi', '龚琪', 'Qi Gong', 'legal', '合同法务'],
  ['luoyi', '罗依', 'Yi Luo', 'legal', '知识产权与合规'],
  ['xunyi', '荀易', 'Yi Xun', 'it', 'IT 经理'],
  ['bili', '毕力', 'Li Bi', 'it', '桌面支持'],
  ['laixi', '赖熙', 'Xi Lai', 'it', '系统管理员'],
  ['hualei', '花蕾', 'Lei Hua', 'adm', '行政经理'],
  ['dongqing', '董青', 'Qing Dong', 'adm', '行政专员'],

  ['maya', 'Maya Ortiz', '', 'overseas emea', 'General manager, EMEA', 'Madrid'],
  ['jonas', 'Jonas Weber', '', 'emea', 'PR manager', 'Berlin'],
  ['claire', 'Claire Dubois', '', 'emea', 'Retail partnerships', 'Paris'],
  ['tom', 'Tom Bakker', '', 'emea', 'Logistics', 'Rotterdam'],
  ['sofia', 'Sofia Rossi', '', 'emea', 'Marketing', 'Milan'],
  ['liam', 'Liam Byrne', '', 'emea', 'Customer support', 'Dublin'],
  ['aiko', 'Aiko Mori', '', 'japan', 'Country manager, Japan', 'Tokyo'],
  ['kenta', 'Kenta Sato', '', 'japan', 'Online store', 'Tokyo'],

  ['hanli', '韩立（恒立电子）', 'Li Han (Hengli)', 'hengli', '客户经理', '东莞'],
  ['wumei', '吴梅（恒立电子）', 'Mei Wu (Hengli)', 'hengli', '生产计划', '东莞'],
  ['wangyuan', '王予安（云栖百货）', 'Yu’an Wang (Yunqi Stores)', 'yunqi', '采购经理', '苏州'],
]

/** Staff numbers that differ from the running number. */
const staffNumbers: Record<string, string> = { zhouye: '0217', chenyu: '0106', chengyuanshan: '0001' }
const phones: Record<string, string> = { zhouye: '13800002043' }
/** The domains of the partners' mail, by department: they are no employees. */
const partners = new Map([
  ['hengli', 'hengli.example'],
  ['yunqi', 'yunqi.example'],
])

function person([key, name, latinName, list, title, place]: Row, index: number): DemoPerson {
  const number = staffNumbers[key] ?? String(1007 + index * 7)
  const departments = keys(list)
  const partner = departments.map(department => partners.get(department)).find(domain => domain !== undefined)
  return {
    key,
    name,
    latinName,
    departments,
    title,
    phone: phones[key] ?? `1380000${number}`,
    mail: `${key}@${partner ?? domain}`,
    staffNo: partner === undefined ? `QY-${number}` : '',
    place: place ?? '上海',
    ...(key === account ? { admin: true } : {}),
    ...(partner === undefined ? {} : { external: true }),
  }
}

/** Everyone in the directory. */
export const people: DemoPerson[] = rows.map(person)
