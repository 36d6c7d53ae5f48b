{{/*
What the migration needs is there before the release: hooks of a lower weight, kept until the next upgrade.
*/}}
{{- define "cs-mcp.migration.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: "-5"
helm.sh/hook-delete-policy: before-hook-creation
{{- end -}}
