package io.os199.cs.platform.answer;

import java.util.function.Function;

/**
 * The result of a use case: a value, or a refusal that the caller can act on. A fault of ours is an exception
 * instead.
 */
public sealed interface Answer<T> {
    record Ok<T>(T value) implements Answer<T> {}

    record Refused<T>(Refusal refusal) implements Answer<T> {}

    static <T> Answer<T> of(T value) {
        return new Ok<>(value);
    }

    static <T> Answer<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    default <R> Answer<R> map(Function<? super T, ? extends R> function) {
        return then(value -> of(function.apply(value)));
    }

    default <R> Answer<R> then(Function<? super T, ? extends Answer<R>> function) {
        return switch (this) {
            case Ok<T>(T value) -> function.apply(value);
            case Refused<T>(Refusal refusal) -> refused(refusal);
        };
    }
}
