/**
 * What keeps the program from starting: settings that cannot be read, and what others find when they are asked. All of it is
 * told in one message. It must not know what a setting is for.
 */
@NullMarked
package io.hfdownloader.startup;

import org.jspecify.annotations.NullMarked;
