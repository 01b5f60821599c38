import type { CallResult } from '../../preload/contract/index.ts'
import { call } from '../desktop.ts'
import { useTranslate } from '../i18n.ts'
import {
  Button,
  confirm,
  ErrorState,
  fileSize,
  Segmented,
  SkeletonRows,
  toast,
  toastError,
  useQuery,
} from '../ui/index.ts'
import { Group } from './Group.tsx'

type Usage = CallResult<'files.usage'>
type Kind = Usage['kinds'][number]['kind']

const gigabyte = 1_073_741_824
/** The limits that are offered, in gigabytes. */
const limits = [1, 5, 20, 50]

const names = { image: 'filesImages', video: 'filesVideos', sound: 'filesSounds', other: 'filesRest' } as const

/** What loaded files take on this device, by kind, and how much is kept. */
export function Storage() {
  const t = useTranslate('settings')
  const usage = useQuery('files.usage', () => call('files.usage', {}))
  return (
    <Group id="storage">
      {usage.error !== undefined ? (
        <ErrorState error={usage.error} onRetry={usage.reload} />
      ) : usage.data === undefined ? (
        <SkeletonRows count={2} />
      ) : (
        <>
          <Limit usage={usage.data} onChange={usage.reload} />
          {usage.data.kinds.map(({ kind, size, files }) => (
            <div key={kind} className="settings-row">
              <span>
                {t(names[kind])}
                <small>{t('filesCount', { count: files, size: fileSize(size) })}</small>
              </span>
              <Button onClick={() => void clear(kind, t(names[kind]), t).then(done => done && usage.reload())}>
                {t('filesClear')}
              </Button>
            </div>
          ))}
        </>
      )}
    </Group>
  )
}

function Limit({ usage, onChange }: { usage: Usage; onChange: () => void }) {
  const t = useTranslate('settings')
  const choose = (value: string): void => {
    call('files.setLimit', { limit: Number(value) * gigabyte }).then(onChange, toastError)
  }
  return (
    <div className="settings-row">
      <span>
        {t('filesLimit')}
        <small>{t('filesLimitHint', { size: fileSize(usage.total) })}</small>
      </span>
      <Segmented
        label={t('filesLimit')}
        value={String(usage.limit / gigabyte)}
        onChange={choose}
        options={limits.map(value => ({ value: String(value), label: `${value} GB` }))}
      />
    </div>
  )
}

/** @returns whether the person agreed */
function clear(kind: Kind, name: string, t: ReturnType<typeof useTranslate<'settings'>>): Promise<boolean> {
  return confirm({
    title: t('filesClearTitle', { name }),
    text: t('filesClearText'),
    action: t('filesClear'),
    onConfirm: async () => {
      await call('files.clear', { kind })
      toast({ kind: 'done', text: t('filesCleared') })
    },
  })
}
