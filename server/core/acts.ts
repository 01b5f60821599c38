/** What was done in a conversation: its rows say how it stands since, and bots are told what happened. */
export type Act =
  | { type: 'joined' | 'left'; userIds: string[] }
  | { type: 'reaction'; seq: number; userId: string; emoji: string; added: boolean }

declare module '../storage/tables.ts' {
  interface Tables {
    /** Until the bots of the conversation are told. `revision`: that of the last row that the act changed. `act`: JSON. */
    conversation_acts: { conversation_id: string; revision: number; act: string }
  }
}
