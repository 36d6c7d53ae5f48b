package io.os199.cs.platform.text;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text that is personal data. It is written to JSON masked, unless the writer has the attribute {@link #VISIBLE},
 * so that a tool's answers never have to be masked by hand.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
@JacksonAnnotationsInside
@JsonSerialize(using = PersonalWriter.class)
public @interface Personal {
    /** The attribute of a JSON writer that shows personal data; its value is {@code Boolean.TRUE}. */
    String VISIBLE = "pii:read";

    Kind value();

    /** The kind of text, which determines how it is masked. */
    enum Kind {
        /** A mail address, or a key that may be one: {@code a***@example.com}. */
        EMAIL,
        /** The name of a person: initials. */
        NAME,
        /** Free text: mail addresses and telephone numbers in it are blanked. */
        TEXT
    }
}
