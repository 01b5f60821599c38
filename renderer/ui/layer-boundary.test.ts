import { expect, it, vi } from 'vitest'
import { LayerBoundary } from './LayerBoundary.tsx'

it('a layer that throws is taken away and shows nothing; opened anew it is tried anew', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const onFailed = vi.fn()
  const boundary = new LayerBoundary({ open: true, onFailed, children: 'the layer' })
  expect(boundary.render()).toBe('the layer')
  boundary.state = { ...boundary.state, ...LayerBoundary.getDerivedStateFromError() }
  boundary.componentDidCatch(new Error('broken'))
  expect(boundary.render()).toBeNull()
  expect(onFailed).toHaveBeenCalledOnce()
  const props = { open: false, onFailed, children: 'the layer' }
  expect(LayerBoundary.getDerivedStateFromProps(props, boundary.state)).toEqual({ open: false, failed: false })
  expect(LayerBoundary.getDerivedStateFromProps({ ...props, open: true }, boundary.state)).toBeNull()
})
