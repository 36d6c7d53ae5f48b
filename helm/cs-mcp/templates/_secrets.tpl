{{/*
Secrets are files, and the variables of config.yml say where they are (file:…): the processes read them again while they
run, so that a password is replaced without a restart. With secrets.source "references" there are no files: the processes
ask AWS Secrets Manager or Vault themselves.
*/}}

{{- define "cs-mcp.secrets.folder" -}}/run/secrets/cs-mcp{{- end -}}

{{/* Names of the secrets of a component, which are the keys of the Secret and the names of the files. Takes (list . COMPONENT). */}}
{{- define "cs-mcp.secrets.names" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- if eq $component "migration" -}}
{{- list "migration-password" | toJson -}}
{{- else -}}
{{- $names := list "database-password" "sealing-key" -}}
{{- if $root.Values.secrets.previousSealingKey -}}{{- $names = append $names "previous-sealing-key" -}}{{- end -}}
{{- if $root.Values.readDatabase.user -}}{{- $names = append $names "read-database-password" -}}{{- end -}}
{{- if and $root.Values.redis.host $root.Values.redis.password -}}{{- $names = append $names "redis-password" -}}{{- end -}}
{{- if and (eq $component "worker") $root.Values.worker.dashboard.enabled -}}{{- $names = append $names "dashboard-password" -}}{{- end -}}
{{- $names | toJson -}}
{{- end -}}
{{- end -}}

{{/* Takes (list . COMPONENT). */}}
{{- define "cs-mcp.secrets.environment" -}}
{{- $root := index . 0 -}}
{{- $variables := dict "database-password" "CS_DATABASE_PASSWORD" "read-database-password" "CS_READ_DATABASE_PASSWORD" "redis-password" "CS_REDIS_PASSWORD" "sealing-key" "CS_SEALING_KEY" "previous-sealing-key" "CS_PREVIOUS_SEALING_KEYS" "dashboard-password" "CS_DASHBOARD_PASSWORD" "migration-password" "CS_MIGRATION_PASSWORD" -}}
{{- $secrets := $root.Values.secrets -}}
{{- range $name := include "cs-mcp.secrets.names" . | fromJsonArray }}
- name: {{ get $variables $name }}
  {{- $place := printf "file:%s/%s" (include "cs-mcp.secrets.folder" $root) $name }}
  {{- if eq $secrets.source "references" }}
  {{- $place = required (printf "secrets.references.%s must say where it is kept (aws:… or vault:…)" $name) (get $secrets.references $name) }}
  {{- end }}
  {{- if eq $name "previous-sealing-key" }}
  {{- /* A list in config.yml. */}}
  value: {{ list $place | toJson | quote }}
  {{- else if eq $secrets.source "references" }}
  value: {{ $place | quote }}
  {{- else }}
  value: {{ $place }}
  {{- end }}
{{- end }}
{{- if eq $secrets.source "references" }}
{{- with $secrets.aws.region }}
- name: CS_AWS_REGION
  value: {{ . | quote }}
{{- end }}
{{- with $secrets.vault.address }}
- name: VAULT_ADDR
  value: {{ . | quote }}
- name: VAULT_NAMESPACE
  value: {{ $secrets.vault.namespace | quote }}
- name: CS_VAULT_KUBERNETES_ROLE
  value: {{ ternary $secrets.vault.migrationRole $secrets.vault.role (eq (index $ 1) "migration") | quote }}
- name: CS_VAULT_KUBERNETES_MOUNT
  value: {{ $secrets.vault.mount | quote }}
- name: CS_VAULT_KUBERNETES_TOKEN
  value: /run/secrets/vault/token
{{- end }}
{{- end }}
{{- end -}}

{{- define "cs-mcp.secrets.mounts" -}}
{{- if ne .Values.secrets.source "references" -}}
- name: secrets
  mountPath: {{ include "cs-mcp.secrets.folder" . }}
  readOnly: true
{{- else if .Values.secrets.vault.address -}}
- name: vault-token
  mountPath: /run/secrets/vault
  readOnly: true
{{- end -}}
{{- end -}}

{{/* Name of the Secret of a component. Takes (list . COMPONENT). */}}
{{- define "cs-mcp.secrets.secret" -}}
{{- $root := index . 0 -}}
{{- $migration := eq (index . 1) "migration" -}}
{{- $secrets := $root.Values.secrets -}}
{{- if eq $secrets.source "externalSecrets" -}}
{{ include "cs-mcp.name" $root }}{{ ternary "-migration" "" $migration }}
{{- else -}}
{{ ternary $secrets.existing.migration $secrets.existing.service $migration }}
{{- end -}}
{{- end -}}

{{/* Takes (list . COMPONENT). */}}
{{- define "cs-mcp.secrets.volumes" -}}
{{- $root := index . 0 -}}
{{- $migration := eq (index . 1) "migration" -}}
{{- $secrets := $root.Values.secrets -}}
{{- if eq $secrets.source "csi" -}}
- name: secrets
  csi:
    driver: secrets-store.csi.k8s.io
    readOnly: true
    volumeAttributes:
      secretProviderClass: {{ ternary $secrets.csi.migration $secrets.csi.service $migration }}
{{- else if eq $secrets.source "references" -}}
{{- if $secrets.vault.address -}}
# For Vault alone: the API server takes no token with this audience.
- name: vault-token
  projected:
    defaultMode: 288 # 0440
    sources:
      - serviceAccountToken:
          path: token
          audience: {{ $secrets.vault.audience }}
          expirationSeconds: 3600
{{- end -}}
{{- else -}}
- name: secrets
  secret:
    secretName: {{ include "cs-mcp.secrets.secret" . }}
    defaultMode: 288 # 0440
    # Only what this process uses, and a missing key keeps it from starting.
    items:
      {{- range $name := include "cs-mcp.secrets.names" . | fromJsonArray }}
      - key: {{ $name }}
        path: {{ $name }}
      {{- end }}
{{- end -}}
{{- end -}}
