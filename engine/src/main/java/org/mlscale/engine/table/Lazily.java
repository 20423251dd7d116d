package org.mlscale.engine.table;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/** Lists that hold nothing: what a table's chunks have in the file is made anew whenever it is asked for. */
final class Lazily {
    private Lazily() {}

    /** What {@code make} makes of each of {@code things}. */
    static <T, R> List<R> map(List<T> things, Function<? super T, ? extends R> make) {
        final class Made extends AbstractList<R> implements RandomAccess {
            @Override
            public R get(int index) {
                return make.apply(things.get(index));
            }

            @Override
            public int size() {
                return things.size();
            }
        }
        return new Made();
    }
}
