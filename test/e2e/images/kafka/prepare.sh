want mvn 'Maven with a JDK'
version=4.3.1
kept=$CACHE/maven/kafka-$version
if [ ! -f "$kept/.done" ]; then
  rm -rf "$kept"; mkdir -p "$kept"
  cat >pom.xml <<POM
<project><modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version></dependency>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>$version</version></dependency>
<dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.25.3</version></dependency>
<dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.25.3</version></dependency>
<dependency><groupId>com.fasterxml.jackson.dataformat</groupId><artifactId>jackson-dataformat-yaml</artifactId><version>2.21.0</version></dependency>
</dependencies></project>
POM
  mvn -B -q -Dmaven.repo.local="$CACHE/maven/repository" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$kept"
  rm -rf "$CACHE/maven/repository/org/apache/kafka"
  touch "$kept/.done"
fi
mkdir -p libs; cp "$kept"/*.jar libs/
