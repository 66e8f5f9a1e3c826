/** Takes models from one directory to another, as tasks. Knows tasks and the library, and no other kind of task. */
@NullMarked
package io.hfdownloader.task.move;

import org.jspecify.annotations.NullMarked;
