// How much a text weighs on X, by twitter-text; see twitter.ts.
import { parentPort } from 'node:worker_threads'
import twitter from 'twitter-text'

parentPort.on('message', (text) => parentPort.postMessage(twitter.parseTweet(text).weightedLength))
