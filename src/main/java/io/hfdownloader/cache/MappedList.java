package io.hfdownloader.cache;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/** A list of what is made of another one's entries each time that it is asked for: of hundreds of thousands none is held. */
public final class MappedList<T, R> extends AbstractList<R> implements RandomAccess {

    private final List<T> entries;
    private final Function<T, R> map;

    /** @param entries which do not change from now on */
    public MappedList(List<T> entries, Function<T, R> map) {
        this.entries = entries;
        this.map = map;
    }

    @Override
    public R get(int index) {
        return map.apply(entries.get(index));
    }

    @Override
    public int size() {
        return entries.size();
    }
}
