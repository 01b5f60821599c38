import type { Card } from '@lianqun/protocol'
import { cardText, deadCard } from '../../../common/card-text.ts'
import { useTranslate } from '../../i18n.ts'
import { sendCard } from '../../messages/index.ts'
import { Button, copyText, Dialog, showDialog } from '../../ui/index.ts'
import { type Hindrance, hindrancesOf } from './hindrances.ts'
import { written } from './written.ts'

/** Lets a person choose who gets a card; one that only a program can send is explained instead. */
export function sendDesigned(card: Card, title: string): void {
  const hindrances = hindrancesOf(card)
  if (hindrances.length === 0) sendCard(card, title)
  else showDialog(close => <NeedsBot card={card} title={title} hindrances={hindrances} onClose={close} />)
}

const words = {
  buttons: 'hasButtons',
  inputs: 'hasInputs',
  refresh: 'hasRefresh',
  pictures: 'hasPictures',
} as const satisfies Record<Hindrance, string>

function NeedsBot(props: { card: Card; title: string; hindrances: readonly Hindrance[]; onClose: () => void }) {
  const { card, title, hindrances, onClose } = props
  const t = useTranslate('designer')
  const dead = deadCard(card)
  const readable = hindrancesOf(dead).length === 0 && cardText(dead).text !== ''
  return (
    <Dialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('needsBot')}
      width={480}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          {readable && (
            <Button
              onClick={() => {
                onClose()
                sendCard(dead, title)
              }}
            >
              {t('onlyContent')}
            </Button>
          )}
          <Button
            kind="primary"
            onClick={() => {
              onClose()
              void copyText(written(card), t('copied'))
            }}
          >
            {t('copy')}
          </Button>
        </>
      }
    >
      <div className="workbench-designer-needs">
        <p>{t('needsBotText')}</p>
        <ul>
          {hindrances.map(one => (
            <li key={one}>{t(words[one])}</li>
          ))}
        </ul>
        <p>{t('needsBotNext')}</p>
      </div>
    </Dialog>
  )
}
