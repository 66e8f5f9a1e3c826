/**
 * Attacks on the packaged program, all kinds mixed by a seed, while it downloads: {@code .ci/attack MINUTES [SEED [KIND]]}. Each kind is an
 * {@link io.hfdownloader.attack.Attack} in one of the lists of {@link io.hfdownloader.attack.AttackMain}.
 */
@NullMarked
package io.hfdownloader.attack;

import org.jspecify.annotations.NullMarked;
