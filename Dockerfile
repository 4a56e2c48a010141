# docker build -t fazhi .
# docker run --rm -v ~/reports:/reports:ro -v ~/report:/report fazhi
FROM python:3.11-slim

WORKDIR /fazhi
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && useradd --create-home reader \
    && install -d -o reader /report
USER reader
ENV PYTHONUTF8=1 MPLCONFIGDIR=/home/reader/.matplotlib
VOLUME ["/report"]
ENTRYPOINT ["fazhi"]
CMD ["run", "/reports", "--out", "/report", "--quiet"]
