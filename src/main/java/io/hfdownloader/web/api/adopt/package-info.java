/** Adopting what is on the disk, for programs. It must not know pages, nor how models are found and matched. */
@NullMarked
package io.hfdownloader.web.api.adopt;

import org.jspecify.annotations.NullMarked;
