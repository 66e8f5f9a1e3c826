/**
 * What stands at the head of a weight file: the shape of the network, read from the first bytes of a GGUF or safetensors
 * file or from a {@code config.json}, and the memory it needs. Knows nothing of repos, downloads or HTTP, and trusts no length it reads.
 */
@NullMarked
package io.hfdownloader.header;

import org.jspecify.annotations.NullMarked;
