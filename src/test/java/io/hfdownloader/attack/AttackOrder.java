package io.hfdownloader.attack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Which attack is next: all of them once, in an order that chance decides, then all of them in another one. Safe for all threads. */
final class AttackOrder {

    private final List<Attack> attacks;
    private final Random random;
    private final Deque<Attack> left = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    /** @param random decides what each attack chooses, too, so that what one uses up does not change the next */
    record Turn(Attack attack, Random random) {}

    AttackOrder(List<Attack> attacks, Random random) {
        if (attacks.isEmpty()) {
            throw new IllegalArgumentException("No attacks, so nothing would fall.");
        }
        this.attacks = List.copyOf(attacks);
        this.random = random;
        attacks.forEach(attack -> counts.put(attack.name(), 0));
    }

    synchronized Turn next() {
        if (left.isEmpty()) {
            List<Attack> shuffled = new ArrayList<>(attacks);
            Collections.shuffle(shuffled, random);
            left.addAll(shuffled);
        }
        Attack next = left.remove();
        counts.merge(next.name(), 1, Integer::sum);
        return new Turn(next, new Random(random.nextLong()));
    }

    /** Kinds that had no turn. */
    synchronized List<String> neverRun() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    synchronized void print() {
        counts.forEach((name, count) -> System.out.printf("%6d  %s%n", count, name));
    }
}
