package io.os199.cs.platform.database;

/** What is done inside one transaction. */
@FunctionalInterface
public interface Work<T> {
    T run(Transaction transaction);
}
