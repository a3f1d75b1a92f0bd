// This file holds files and images between a client and the cloud.

package emulator

// MediaSession is the part of Session about files and images.
type MediaSession interface{}

// MediaSink is the part of Sink about files and images.
type MediaSink interface{}
