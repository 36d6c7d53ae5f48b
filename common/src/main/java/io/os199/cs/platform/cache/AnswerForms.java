package io.os199.cs.platform.cache;

import java.lang.annotation.Annotation;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Identifies the form of an answer: the version of the program, and everything that the answer's type consists of.
 * Two versions that run side by side do not read each other's answers, nor do two builds of one version between which
 * a record or an enum has changed.
 */
final class AnswerForms {
    private static final int BYTES = 8;
    private static final String OURS = "io.os199.cs.";

    private final Map<Class<?>, String> known = new ConcurrentHashMap<>();
    private final String version =
            Objects.requireNonNullElse(
                    AnswerForms.class.getPackage().getImplementationVersion(), "development");

    /** Returns the form as 16 hexadecimal digits. */
    String of(Class<?> type) {
        return known.computeIfAbsent(type, this::digest);
    }

    private String digest(Class<?> type) {
        Map<String, String> parts = new TreeMap<>();
        describe(type, parts);
        return HexFormat.of()
                .formatHex(sha256().digest((version + parts).getBytes(StandardCharsets.UTF_8)))
                .substring(0, 2 * BYTES);
    }

    private static void describe(Type type, Map<String, String> parts) {
        switch (type) {
            case Class<?> each when each.isArray() -> describe(each.componentType(), parts);
            case Class<?> each -> describeClass(each, parts);
            case ParameterizedType each -> {
                describe(each.getRawType(), parts);
                describeAll(each.getActualTypeArguments(), parts);
            }
            case GenericArrayType each -> describe(each.getGenericComponentType(), parts);
            case WildcardType each -> describeAll(each.getUpperBounds(), parts);
            default -> {}
        }
    }

    private static void describeAll(Type[] types, Map<String, String> parts) {
        for (Type each : types) {
            describe(each, parts);
        }
    }

    private static void describeClass(Class<?> type, Map<String, String> parts) {
        if (parts.containsKey(type.getName())) {
            return;
        }
        StringBuilder part = new StringBuilder();
        parts.put(type.getName(), "");
        if (!type.getName().startsWith(OURS)) {
            return;
        }
        mark(type.getAnnotations(), part);
        if (type.isEnum()) {
            part.append(Arrays.toString(type.getEnumConstants()));
        }
        if (type.isRecord()) {
            for (RecordComponent each : type.getRecordComponents()) {
                part.append(each.getName()).append(' ').append(each.getGenericType().getTypeName());
                mark(each.getAnnotations(), part);
                mark(each.getAccessor().getAnnotations(), part);
                part.append(';');
                describe(each.getGenericType(), parts);
            }
        }
        if (type.isSealed()) {
            describeAll(type.getPermittedSubclasses(), parts);
        }
        parts.put(type.getName(), part.toString());
    }

    private static void mark(Annotation[] annotations, StringBuilder part) {
        for (Annotation each : annotations) {
            part.append('@').append(each);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
