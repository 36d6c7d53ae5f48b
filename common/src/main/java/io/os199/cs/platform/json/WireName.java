package io.os199.cs.platform.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The spelling of an enum constant in JSON, in schemas and in the database: its name in lower case, or its {@link
 * JsonProperty} where the contract spells it differently ({@code P0}).
 */
public final class WireName {
    private static final ClassValue<Map<Enum<?>, String>> WORDS =
            new ClassValue<>() {
                @Override
                protected Map<Enum<?>, String> computeValue(Class<?> type) {
                    Map<Enum<?>, String> words = new LinkedHashMap<>();
                    for (Object constant : type.getEnumConstants()) {
                        words.put((Enum<?>) constant, spell((Enum<?>) constant));
                    }
                    return Collections.unmodifiableMap(words);
                }
            };

    private WireName() {}

    public static String of(Enum<?> constant) {
        return Objects.requireNonNull(WORDS.get(constant.getDeclaringClass()).get(constant));
    }

    /** All words of an enum, in the order of its constants. */
    public static List<String> all(Class<?> type) {
        return List.copyOf(WORDS.get(type).values());
    }

    /** Finds the constant spelled exactly {@code word}. */
    public static Optional<Enum<?>> find(Class<?> type, String word) {
        for (Map.Entry<Enum<?>, String> entry : WORDS.get(type).entrySet()) {
            if (entry.getValue().equals(word)) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    /** Returns the current word for one that was {@code formerly} used, according to its {@link JsonAlias}. */
    public static Optional<String> renamed(Class<?> type, String formerly) {
        return WORDS.get(type).entrySet().stream()
                .filter(entry -> aliases(entry.getKey()).contains(formerly))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Like {@link #find}, for words from our own database. */
    public static Enum<?> parse(Class<?> type, String word) {
        return find(type, word)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        type.getSimpleName() + " has no " + word));
    }

    private static String spell(Enum<?> constant) {
        JsonProperty given = field(constant).getAnnotation(JsonProperty.class);
        return given == null ? constant.name().toLowerCase(Locale.ROOT) : given.value();
    }

    private static List<String> aliases(Enum<?> constant) {
        JsonAlias given = field(constant).getAnnotation(JsonAlias.class);
        return given == null ? List.of() : List.of(given.value());
    }

    private static Field field(Enum<?> constant) {
        try {
            return constant.getDeclaringClass().getField(constant.name());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
