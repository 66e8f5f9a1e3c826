/**
 * What a piece of pasted text refers to: a repository and a part of it, a search, or nothing that can be read; and how names
 * and addresses are read. Knows nothing of lines and commands.
 */
@NullMarked
package io.hfdownloader.input.reference;

import org.jspecify.annotations.NullMarked;
