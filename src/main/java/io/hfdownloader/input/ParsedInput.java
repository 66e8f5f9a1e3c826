package io.hfdownloader.input;

import io.hfdownloader.input.reference.Reference;

/**
 * One thing that a pasted text asks for.
 *
 * @param line number of the line where it begins, from 1
 * @param text that line, shortened, and without the tokens that stood in it
 * @param meaning what is meant
 */
public record ParsedInput(int line, String text, Reference reference) {}
