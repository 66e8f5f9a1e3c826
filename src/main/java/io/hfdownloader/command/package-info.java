/**
 * The command line: where the program begins, and the commands that talk to the running service or download by themselves. Knows what the pages and
 * the API know, but neither of these; nothing knows it.
 */
@NullMarked
package io.hfdownloader.command;

import org.jspecify.annotations.NullMarked;
