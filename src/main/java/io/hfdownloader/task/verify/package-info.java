/**
 * Reading models again and comparing them with what the Hub has, when somebody asks for it or by the hours of a timetable. Knows
 * tasks and the library; it must not know how what is found bad is mended.
 */
@NullMarked
package io.hfdownloader.task.verify;

import org.jspecify.annotations.NullMarked;
