package io.os199.cs.platform.database;

import io.os199.cs.platform.database.RecentWrites.Wrote;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** The caller that a thread works for, who has to see what it wrote and what it was told of. */
public final class Caller {
    private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    private final String id;
    private final boolean mayWrite;

    /** What is known about recent writes; asked for once, because one call reads many rows. Null: not asked yet. */
    private volatile @Nullable Wrote wrote;

    private Caller(String id, boolean mayWrite) {
        this.id = id;
        this.mayWrite = mayWrite;
    }

    /**
     * Runs {@code work} so that its reads show what the same caller wrote before, in any process.
     *
     * @param id by which all processes know the caller
     * @param mayWrite when it is unknown whether the caller wrote recently, whether to assume that it did
     */
    public static <T, X extends Throwable> T scope(
            String id, boolean mayWrite, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, new Caller(id, mayWrite)).call(work);
    }

    /** Empty outside a {@link #scope}. */
    static Optional<Caller> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    boolean mayWrite() {
        return mayWrite;
    }

    void knows(RecentWrites writes) {
        wrote = Wrote.LATELY;
        writes.note(id);
    }

    Wrote wrote(RecentWrites writes) {
        Wrote known = wrote;
        if (known == null) {
            known = writes.has(id);
            wrote = known;
        }
        return known;
    }
}
