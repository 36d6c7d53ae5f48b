package io.os199.cs.platform.database;

import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.SimpleExtensionConfigurer;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.sqlobject.SqlObjects;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the statements of {@link UseJoinedSql}. */
public final class JoinedSql extends SimpleExtensionConfigurer {
    private static final Pattern PART = Pattern.compile("\\{\\{([\\w.]+)}}");

    private final ClasspathSqlLocator files = ClasspathSqlLocator.create();

    @Override
    public void configure(ConfigRegistry config, Annotation annotation, Class<?> dao) {
        config.get(SqlObjects.class).setSqlLocator(this::statement);
    }

    private String statement(Class<?> dao, Method method, ConfigRegistry config) {
        return joined(dao, files.locate(dao, method.getName()));
    }

    private String joined(Class<?> dao, String statement) {
        return PART.matcher(statement)
                .replaceAll(
                        part ->
                                Matcher.quoteReplacement(
                                        joined(dao, located(dao, part.group(1)).strip())));
    }

    private String located(Class<?> dao, String part) {
        return part.indexOf('.') < 0 ? files.locate(dao, part) : files.locate(part);
    }
}
