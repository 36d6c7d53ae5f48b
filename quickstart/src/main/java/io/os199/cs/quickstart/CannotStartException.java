package io.os199.cs.quickstart;

/** Says why nothing can be started, in a sentence for the person who asked. */
final class CannotStartException extends Exception {
    CannotStartException(String sentence) {
        super(sentence);
    }

    CannotStartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
