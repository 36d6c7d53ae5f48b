package io.os199.cs.platform.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Writes a {@link Personal} text: as it is for those who may see it, masked for all others. */
final class PersonalWriter extends JsonSerializer<Object> implements ContextualSerializer {
    private final Personal.Kind kind;

    PersonalWriter() {
        this(Personal.Kind.TEXT);
    }

    private PersonalWriter(Personal.Kind kind) {
        this.kind = kind;
    }

    @Override
    public JsonSerializer<?> createContextual(
            SerializerProvider provider, @Nullable BeanProperty property) {
        Personal personal = property == null ? null : property.getAnnotation(Personal.class);
        return personal == null ? this : new PersonalWriter(personal.value());
    }

    @Override
    public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
            throws IOException {
        String text = value.toString();
        boolean visible =
                Boolean.TRUE.equals(provider.getAttribute(Personal.VISIBLE))
                        || (kind == Personal.Kind.NAME
                                && out.currentValue() instanceof OfEitherSide side
                                && side.ofColleague());
        out.writeString(visible ? text : masked(text));
    }

    private String masked(String text) {
        return switch (kind) {
            case EMAIL -> PersonalData.maskEmailIn(text);
            case NAME -> PersonalData.initials(text);
            case TEXT -> PersonalData.blankContacts(text);
        };
    }
}
