package io.os199.cs.api.tool;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;

/** Whether a text is a mail address according to Jakarta Validation. */
final class MailAddress {
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private MailAddress() {}

    static boolean isValid(String text) {
        return VALIDATOR.validateValue(Probe.class, "address", text).isEmpty();
    }

    /** Requires a domain of at least two parts: an address at a bare host name is a slip. */
    private record Probe(@Email(regexp = ".+@.+\\..+") String address) {}
}
