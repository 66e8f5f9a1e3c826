/**
 * Attacks on the packaged program, all kinds mixed by a seed, while it downloads: {@code .ci/attack MINUTES [SEED [KIND]]}. Each kind is an
 * {@link io.hfdownloader.attack.Attack} in one of the lists of {@link io.hfdownloader.attack.AttackMain}. It is a program that lasts as long as it is told, and no test: its rounds, its steady user, who looks
 * now and then, and its watch sleep in between.
 */
@NullMarked
package io.hfdownloader.attack;

import org.jspecify.annotations.NullMarked;
