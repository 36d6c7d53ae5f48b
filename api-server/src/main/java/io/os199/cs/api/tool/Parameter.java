package io.os199.cs.api.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.FieldNames;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;

/** One parameter of a tool: a component of its input record. */
record Parameter(
        String name,
        Shape shape,
        boolean required,
        @Nullable JsonNode defaultValue,
        boolean defaultListed,
        @Nullable String doc,
        @Nullable Actions actions) {

    static Parameter of(RecordComponent component) {
        Shape shape = Shape.of(component);
        Default given = component.getAnnotation(Default.class);
        Doc doc = component.getAnnotation(Doc.class);
        Actions actions = component.getAnnotation(Actions.class);
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (!nullable && given == null && actions != null) {
            throw new IllegalArgumentException(
                    component + " is not used by every action, so it must be @Nullable");
        }
        return new Parameter(
                wireName(component),
                shape,
                !nullable && given == null,
                given == null ? null : Shape.defaultValue(shape, given.value()),
                given != null && given.listed(),
                doc == null ? null : doc.value(),
                actions);
    }

    /** The name as Jackson writes it: a wire name that is a Java keyword is given by a {@link JsonProperty}. */
    static String wireName(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        if (given != null) {
            return given.value();
        }
        return FieldNames.of(component.getName());
    }
}
