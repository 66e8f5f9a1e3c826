/**
 * Command lines and calls that people paste, each read as the command that it is.
 * Knows what a reference to a repository is; nothing of whole texts.
 */
@NullMarked
package io.hfdownloader.input.command;

import org.jspecify.annotations.NullMarked;
