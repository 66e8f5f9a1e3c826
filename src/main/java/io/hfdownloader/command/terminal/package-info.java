/**
 * What people see while a command runs: progress on a terminal and in lines, amounts, tables. Knows no service.
 */
@NullMarked
package io.hfdownloader.command.terminal;

import org.jspecify.annotations.NullMarked;
