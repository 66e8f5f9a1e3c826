/**
 * Completion and manual page, made of the description of all commands. Knows no command by name.
 */
@NullMarked
package io.hfdownloader.command.shell;

import org.jspecify.annotations.NullMarked;
