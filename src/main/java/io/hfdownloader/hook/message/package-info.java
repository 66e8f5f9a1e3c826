/**
 * What is posted: the forms of the services, with their lengths and escapes, and signatures. Knows what happened and nothing of
 * sending.
 */
@NullMarked
package io.hfdownloader.hook.message;

import org.jspecify.annotations.NullMarked;
