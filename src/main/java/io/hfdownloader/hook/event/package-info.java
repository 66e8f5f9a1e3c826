/** What happens that hooks are told of. Known by those to whom it happens; knows none of them. */
@NullMarked
package io.hfdownloader.hook.event;

import org.jspecify.annotations.NullMarked;
