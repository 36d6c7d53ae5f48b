package io.os199.cs.core;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;

import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.PersonalData;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Writes a {@link Changed}; the name of the field determines which of its values are personal. */
final class ChangedWriter extends JsonSerializer<Changed> {
    @Override
    public void serialize(Changed changed, JsonGenerator out, SerializerProvider provider)
            throws IOException {
        boolean visible = Boolean.TRUE.equals(provider.getAttribute(Personal.VISIBLE));
        out.writeStartObject();
        out.writeStringField("field", changed.field());
        write(out, "previous", changed.field(), changed.previous(), visible);
        write(out, "current", changed.field(), changed.current(), visible);
        out.writeEndObject();
    }

    private static void write(
            JsonGenerator out, String name, String field, @Nullable String value, boolean visible)
            throws IOException {
        if (value != null) {
            out.writeStringField(name, visible ? value : masked(field, value));
        }
    }

    private static String masked(String field, String value) {
        if (field.equals(Changed.CONTACT + "name")) {
            return PersonalData.initials(value);
        }
        if (field.equals(Changed.CONTACT + "email")) {
            return PersonalData.maskEmail(value);
        }
        boolean free = field.startsWith(Changed.CONTACT) || field.startsWith(Changed.ATTRIBUTE);
        return free ? PersonalData.blankContacts(value) : value;
    }
}
