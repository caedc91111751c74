# One image, for SQLite and PostgreSQL. docs/running.md, "Docker"; tests/meta/test_docker.py takes the same steps without Docker.
FROM python:3.13-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    COBALOG_VAR=/data \
    HOST=0.0.0.0 \
    PORT=8000

# pg_dump and pg_restore for backups; of Debian's one version, which compose.postgres.yaml keeps to.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 cobalog \
    && useradd --uid 10001 --gid cobalog --no-create-home --shell /usr/sbin/nologin cobalog \
    && install --directory --owner=cobalog --group=cobalog --mode=0700 /data

WORKDIR /srv/cobalog
COPY requirements.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt

COPY manage.py pyproject.toml ./
COPY accounts accounts
COPY config config
COPY foods foods
COPY locale locale
COPY operating operating
COPY scripts scripts
COPY static static
COPY templates templates
COPY tracker tracker
RUN python -m compileall -q .

USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=300s --retries=3 CMD ["python", "-m", "scripts.ready"]
CMD ["python", "-m", "scripts.serve"]
