#!/usr/bin/env node
import '../host/cli.ts'
