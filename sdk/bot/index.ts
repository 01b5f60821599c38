export type {
  AnyBotEvent,
  BotEvent,
  BotEventType,
  BotManifest,
  BotScope,
  Card,
  CardAction,
  CardElement,
  CardInline,
  Message,
  WrittenView,
} from '../../protocol/index.ts'
export { type ApiOptions, BotApiClient, BotApiError, type BotApiRequest, type BotApiResult } from './api.ts'
export { Bot, type BotOptions } from './bot.ts'
export type {
  ActionContext,
  CommandContext,
  Context,
  FormContext,
  HomeContext,
  MessageContext,
  ReactionContext,
  RefreshContext,
  ShortcutContext,
} from './contexts.ts'
