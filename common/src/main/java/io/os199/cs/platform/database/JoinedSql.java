package io.os199.cs.platform.database;

import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.SimpleExtensionConfigurer;
import org.jdbi.v3.core.locator.ClasspathSqlLocator;
import org.jdbi.v3.sqlobject.SqlObjects;

import java.lang.annotation.Annotation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the statements of {@link UseJoinedSql}. */
public final class JoinedSql extends SimpleExtensionConfigurer {
    private static final Pattern PART = Pattern.compile("\\{\\{([\\w.]+)}}");

    private static final ClasspathSqlLocator FILES = ClasspathSqlLocator.create();

    @Override
    public void configure(ConfigRegistry config, Annotation annotation, Class<?> dao) {
        config.get(SqlObjects.class)
                .setSqlLocator((type, method, registry) -> text(type.getName(), method.getName()));
    }

    /** The text of a statement as it is sent; fails when there is no such file. */
    public static String text(String dao, String method) {
        return joined(dao, FILES.locate(dao + "." + method));
    }

    private static String joined(String dao, String statement) {
        return PART.matcher(statement)
                .replaceAll(
                        part -> {
                            String name = part.group(1);
                            String file = name.indexOf('.') < 0 ? dao + "." + name : name;
                            return Matcher.quoteReplacement(
                                    joined(dao, FILES.locate(file).strip()));
                        });
    }
}
