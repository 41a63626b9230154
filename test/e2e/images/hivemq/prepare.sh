want mvn 'Maven with a JDK'; want javac 'a JDK'
version=2025.5
kept=$CACHE/maven/hivemq-$version
if [ ! -f "$kept/.done" ]; then
  rm -rf "$kept"; mkdir -p "$kept"
  cat >pom.xml <<POM
<project><modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>hivemq</artifactId><version>1</version><packaging>pom</packaging><dependencies>
<dependency><groupId>com.hivemq</groupId><artifactId>hivemq-community-edition-embedded</artifactId><version>$version</version></dependency>
</dependencies></project>
POM
  mvn -B -q -Dmaven.repo.local="$CACHE/maven/repository" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$kept"
  touch "$kept/.done"
fi
mkdir -p hivemq/bin hivemq/lib hivemq/conf hivemq/extensions/hivemq-allow-all-extension
cp "$kept"/*.jar hivemq/lib/
cp run.sh hivemq/bin/run.sh
chmod +x hivemq/bin/run.sh docker-entrypoint.sh
# the extension of the distribution is not in Maven: one that does the same
extension=hivemq/extensions/hivemq-allow-all-extension
mkdir -p classes/META-INF/services
javac -d classes -cp "$kept/*" AllowAll.java
echo local.AllowAll >classes/META-INF/services/com.hivemq.extension.sdk.api.ExtensionMain
jar cf "$extension/extension.jar" -C classes .
cp hivemq-extension.xml "$extension/"
rm -rf classes
