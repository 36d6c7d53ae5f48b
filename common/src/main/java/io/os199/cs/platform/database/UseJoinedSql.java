package io.os199.cs.platform.database;

import org.jdbi.v3.core.extension.annotation.UseExtensionConfigurer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a DAO whose statements are files: {@code Dao/method.sql} beside its package's classes. In such a file {@code
 * {{name}}} stands for the text of {@code Dao/name.sql}, so that statements that are read alone elsewhere can be read
 * together, in one round trip. A name with dots, {@code {{io.os199.cs.feature.part}}}, is that of a part which
 * several DAOs share. Parts may contain parts.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@UseExtensionConfigurer(JoinedSql.class)
public @interface UseJoinedSql {}
