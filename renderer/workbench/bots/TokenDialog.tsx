import { Copy, KeyRound } from 'lucide-react'
import type { ManagedBotItem } from '../../../preload/contract/index.ts'
import { useTranslate } from '../../i18n.ts'
import { Button, copyText, Dialog, IconButton, showDialog } from '../../ui/index.ts'
import { ConnectTabs } from './ConnectTabs.tsx'

/** Shows the token of a bot, which nobody can see again, and how a program uses it. */
export function showToken(bot: ManagedBotItem, token: string): void {
  showDialog(close => <TokenDialog bot={bot} token={token} onClose={close} />)
}

function TokenDialog({ bot, token, onClose }: { bot: ManagedBotItem; token: string; onClose: () => void }) {
  const t = useTranslate('ownBots')
  return (
    <Dialog
      open
      // A press beside it would lose the token.
      keepOpen
      onOpenChange={open => !open && onClose()}
      title={t('tokenTitle', { name: bot.name })}
      description={t('tokenText')}
      width={640}
      footer={
        <Button kind="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="workbench-bots-token">
        <KeyRound className="icon-md" aria-hidden="true" />
        <output className="grow selectable" aria-label={t('token')}>
          {token}
        </output>
        <IconButton
          label={t('copyToken')}
          icon={<Copy className="icon-md" />}
          data-auto-focus
          onClick={() => void copyText(token, t('tokenCopied'))}
        />
      </div>
      <ConnectTabs bot={bot} token={token} />
    </Dialog>
  )
}
