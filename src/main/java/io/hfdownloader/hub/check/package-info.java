/**
 * What of the settings on the Hub can be seen to be wrong before anything starts. It must not know what is done with them.
 */
@NullMarked
package io.hfdownloader.hub.check;

import org.jspecify.annotations.NullMarked;
