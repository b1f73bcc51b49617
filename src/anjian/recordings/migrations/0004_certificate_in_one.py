"""The certificate is kept as it is handed out: statement and signature in one text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0003_wide_offset"), ("evidence", "0002_item_files")]

    operations = [
        migrations.RemoveField(model_name="certificate", name="signature"),
        migrations.AlterField(
            model_name="gap",
            name="cause",
            field=models.CharField(
                max_length=20,
                choices=[
                    ("stopped", "询问人员停止录制"),
                    ("paused", "询问暂停"),
                    ("page_left", "页面被关闭或离开"),
                    ("page_crashed", "浏览器或页面崩溃"),
                    ("device_lost", "摄像头或麦克风断开"),
                    ("storage_full", "存储空间不足"),
                    ("unknown", "原因不明"),
                    ("not_started", "尚未开始录制"),
                ],
            ),
        ),
    ]
