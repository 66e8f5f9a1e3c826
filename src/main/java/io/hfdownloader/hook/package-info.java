/**
 * Who is told when a download ends, a model has an update, or the disk runs low: commands and addresses that the owner
 * named. Knows how to tell, how often to try and what was told; nothing of downloads, the Hub or pages, which tell it what happened.
 */
@NullMarked
package io.hfdownloader.hook;

import org.jspecify.annotations.NullMarked;
